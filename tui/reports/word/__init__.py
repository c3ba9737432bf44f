"""Official papers of Decree 30/2020/NĐ-CP as Word documents: the notice, the minutes, the yearly report, the letters.

What a paper says is built from frames as a :class:`tui.reports.word.paper.Paper`; :func:`tui.reports.word.document.docx_bytes` sets it.
Only the modules that set it load python-docx: import them inside the function that needs them.
"""
