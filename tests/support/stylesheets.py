"""Rules of stylesheets, parsed once in a process and matched once: every program a test opens has the same ones, and the same widgets."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeAlias
from weakref import WeakKeyDictionary, ref

from textual.app import App
from textual.css import stylesheet as css_stylesheet
from textual.css.model import RuleSet, SelectorType
from textual.css.styles import RenderStyles, RulesMap
from textual.css.stylesheet import Stylesheet
from textual.css.tokenizer import Token
from textual.design import ColorSystem
from textual.dom import DOMNode
from textual.widget import Widget

_Parse: TypeAlias = Callable[..., list[RuleSet]]

_RULES: dict[tuple[Any, ...], list[RuleSet]] = {}
"""What Textual keeps for each stylesheet apart, under the number of the theme's colours, the text of the rules, and how they are read."""

_VARIABLES: dict[Hashable, int] = {}
"""A number for all the variables of a theme."""

_LAST_VARIABLES: dict[str, Any] = {}
"""Those asked for last, and their number."""

_TOKENS: dict[Hashable, dict[str, list[Token]]] = {}
"""What the variables of a theme are read as."""

_COLOURS: dict[str, dict[str, str]] = {}
"""The variables that are made of the colours of a theme."""

_BY_NAME: dict[tuple[int, ...], dict[str, list[RuleSet]]] = {}
"""The rules of a stylesheet by what their selectors name."""


class _Rules(NamedTuple):
    """The rules that may apply to the nodes of a name, what Textual notes at a node of them, and the styles by the node's place."""

    noted: tuple[bool, ...]
    by_place: dict[Hashable, RulesMap | None] | None
    """None where it counts which child of its parent a node is, or where the focus is below it; in a place: where no rule says anything."""


_MATCHED: dict[Hashable, _Rules] = {}
"""By the type, classes and id of a node, the rules that name one of these, and the theme: what was found for such nodes.

A box that opens for the first time brings rules of its own into the stylesheet, which are nothing to most nodes."""


class _Sheet(NamedTuple):
    """A stylesheet as long as its rules by selectors are these."""

    rules_map: dict[str, list[RuleSet]]
    ids: frozenset[str]
    """The ids its selectors name."""
    light: frozenset[str]
    """What selectors ask of the theme."""
    by_name: dict[Hashable, _Rules]
    """What was found so far, by the type, classes and id of a node."""


_OF_STYLESHEET: WeakKeyDictionary[Stylesheet, _Sheet] = WeakKeyDictionary()
_SHEETS: dict[Hashable, _Sheet] = {}
"""Sheets by their rules and the theme: those of programs that have shown the same are one."""

_SET: dict[int, RulesMap] = {}
"""What a node that had no styles has after rules were set, under the id of the rules; they are kept in :data:`_MATCHED`."""

_APPLIED: WeakKeyDictionary[DOMNode, tuple[_Sheet, Hashable, Hashable]] = WeakKeyDictionary()
"""Where a node stood, and what it was called, when all its styles were set: with the sheet they were found by."""

_apply = Stylesheet.apply
"""Textual's own, also where a program is opened beside another one."""

_NOTED = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")


@contextmanager
def parsed_once() -> Iterator[None]:
    """Rules that another program of this process has parsed already are not parsed again; what is wrong in one is said each time."""
    parse: _Parse = Stylesheet._parse_rules
    applied = Stylesheet.apply

    def known(stylesheet: Stylesheet, *arguments: Any, **named: Any) -> list[RuleSet]:
        key = (_variables(stylesheet), arguments, tuple(named.items()))
        rules = _RULES.get(key)
        if rules is None:
            rules = _RULES[key] = parse(stylesheet, *arguments, **named)
        return rules

    def apply_known(stylesheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: dict[Any, RulesMap] | None = None) -> None:
        path = node.css_path_nodes
        if not isinstance(path[0], App):  # it stands nowhere yet, and gets its styles when it does
            return
        sheet = _sheet_of(stylesheet, path[0])
        name, place = (type(node), node._id if node._id in sheet.ids else None, frozenset(node._classes)), _place(path, sheet.ids)
        if _has_them(node, sheet, name, place):
            if not animate:
                node.notify_style_update()
            return
        rules = sheet.by_name.get(name)
        if rules is None and (found := _MATCHED.get(_relevant(stylesheet, sheet, node, name))) is not None:
            rules = sheet.by_name[name] = found
        if rules is None or (rules.by_place is not None and place not in rules.by_place):
            kept: dict[Any, RulesMap] = {}
            _apply(stylesheet, node, animate=animate, cache=kept)
            if rules is None:
                noted = tuple(getattr(node, one) for one in _NOTED)
                rules = sheet.by_name[name] = _Rules(noted, None if any(noted[1:]) else {})
                _MATCHED[_relevant(stylesheet, sheet, node, name)] = rules
            if rules.by_place is not None:
                rules.by_place[place] = next(iter(kept.values()), None)
        elif rules.by_place is None:
            _apply(stylesheet, node, animate=animate, cache=cache)
        else:
            for one, value in zip(_NOTED, rules.noted, strict=True):
                setattr(node, one, value)
            if (styles := rules.by_place[place]) is not None:
                _replace_rules(stylesheet, node, styles, animate)
            _style_parts(stylesheet, node)
            _APPLIED[node] = sheet, name, place

    def tokens_of(values: dict[str, str]) -> dict[str, list[Token]]:
        key = tuple(values.items())
        if key not in _TOKENS:
            _TOKENS[key] = tokenize(values)
        return _TOKENS[key]

    def colours_of(system: ColorSystem) -> dict[str, str]:
        key = repr(sorted(vars(system).items(), key=str))
        if key not in _COLOURS:
            _COLOURS[key] = generate(system)
        return dict(_COLOURS[key])

    def rules_by_name(stylesheet: Stylesheet) -> dict[str, list[RuleSet]]:
        if stylesheet._rules_map is None:
            rules = tuple(map(id, stylesheet.rules))
            if rules not in _BY_NAME:
                _BY_NAME[rules] = by_name(stylesheet)
            stylesheet._rules_map = _BY_NAME[rules]
        return stylesheet._rules_map

    tokenize, generate, by_name = css_stylesheet.tokenize_values, ColorSystem.generate, Stylesheet.rules_map.__get__
    rules_map = Stylesheet.rules_map
    Stylesheet._parse_rules = known  # type: ignore[method-assign]
    Stylesheet.apply = apply_known  # type: ignore[method-assign]
    Stylesheet.rules_map = property(rules_by_name)  # type: ignore[assignment, method-assign]
    css_stylesheet.tokenize_values, ColorSystem.generate = tokens_of, colours_of  # type: ignore[method-assign]
    try:
        yield
    finally:
        css_stylesheet.tokenize_values, ColorSystem.generate = tokenize, generate  # type: ignore[method-assign]
        Stylesheet.rules_map = rules_map  # type: ignore[method-assign]
        Stylesheet._parse_rules = parse  # type: ignore[method-assign]
        Stylesheet.apply = applied  # type: ignore[method-assign]


def _variables(stylesheet: Stylesheet) -> Hashable:
    """The variables of a stylesheet by an object that equal ones share: they are hundreds, and asked for at each of its texts."""
    held = stylesheet._variables
    if _LAST_VARIABLES.get("held") is not held:
        items = tuple(held.items())
        _LAST_VARIABLES.update(held=held, key=_VARIABLES.setdefault(items, len(_VARIABLES)))
    return _LAST_VARIABLES["key"]  # type: ignore[no-any-return]


def forget_matched() -> None:
    """Match all nodes anew: a long walk comes by ever more places, and what is kept for each would look like the program's own."""
    for kept in (_MATCHED, _SHEETS, _OF_STYLESHEET, _SET, _APPLIED):
        kept.clear()


class _Parts(dict[str, RenderStyles]):
    """The styles of the parts of a node that has just come, by their classes: worked out when somebody asks for one.

    Most parts are never drawn: a table has a dozen, and each takes as long as a widget.
    """

    def __init__(self, stylesheet: Stylesheet, node: DOMNode, parts: Iterable[str]) -> None:
        super().__init__(dict.fromkeys(parts))  # type: ignore[arg-type]
        self._stylesheet = ref(stylesheet)
        self._node = ref(node)

    def __getitem__(self, part: str) -> RenderStyles:
        styles, stylesheet, node = self.get(part), self._stylesheet(), self._node()
        if styles is None and stylesheet is not None and node is not None:
            virtual = DOMNode(classes=part)
            virtual._attach(node)
            stylesheet.apply(virtual)
            styles = self[part] = virtual.styles
        assert styles is not None
        return styles


def _style_parts(stylesheet: Stylesheet, node: DOMNode) -> None:
    """As Textual does, which has the styles of all parts at once: those that nobody has asked for cannot have become others."""
    if parts := node._get_component_classes():
        before, node._component_styles = node._component_styles, _Parts(stylesheet, node, parts)
        if not before or any(styles is not None and styles != node._component_styles[part] for part, styles in before.items()):
            node.refresh()


def _has_them(node: DOMNode, sheet: _Sheet, name: Hashable, place: Hashable) -> bool:
    """Whether a node has all the styles of its place already, and its parts theirs, from when it was looked at last."""
    applied = _APPLIED.get(node)
    if applied is None or applied[0] is not sheet or applied[1:] != (name, place):
        return False
    kept = sheet.by_name[name].by_place
    return kept is not None and kept[place] in (None, node.styles.base._rules)


def _replace_rules(stylesheet: Stylesheet, node: DOMNode, rules: RulesMap, animate: bool) -> None:
    """As Textual sets the styles of a node one by one, those only that are others than it has, and none again that shows nothing yet."""
    base = node.styles.base
    if base._rules == rules:
        if not animate:
            node.notify_style_update()
    elif animate and ("transitions" in rules or "transitions" in base._rules):
        stylesheet.replace_rules(node, rules, animate=True)
    elif base._rules or node._is_mounted:
        for key in base._rules.keys() | rules.keys():
            if base._rules.get(key) != rules.get(key):
                setattr(base, key, rules.get(key))
        node.notify_style_update()
    elif id(rules) in _SET:
        base._rules.update(_SET[id(rules)])
        base._updates += 1
        node.notify_style_update()
    else:
        stylesheet.replace_rules(node, rules)
        _SET[id(rules)] = base._rules.copy()


def _sheet_of(stylesheet: Stylesheet, app: DOMNode) -> _Sheet:
    rules_map, known = stylesheet.rules_map, _OF_STYLESHEET.get(stylesheet)
    if known is None or known.rules_map is not rules_map:
        rules = tuple(map(id, stylesheet.rules))  # they are kept in _RULES, so no other rule will ever have the id
        light = frozenset(app.get_pseudo_classes() - {"focus", "blur"})
        if (rules, light) not in _SHEETS:
            _SHEETS[rules, light] = _Sheet(rules_map, frozenset(_ids_named(stylesheet.rules)), light, {})
        known = _OF_STYLESHEET[stylesheet] = _SHEETS[rules, light]
    return known


def _relevant(stylesheet: Stylesheet, sheet: _Sheet, node: DOMNode, name: Hashable) -> Hashable:
    """What the styles of such nodes rest on: the rules of the sheet that name them, in its order."""
    naming = {id(rule) for one in sheet.rules_map.keys() & node._selector_names for rule in sheet.rules_map[one]}
    return name, tuple(one for one in map(id, stylesheet.rules) if one in naming), sheet.light


def _ids_named(rules: Iterable[RuleSet]) -> Iterator[str]:
    for rule in rules:
        for one in rule.selector_set:
            yield from (selector.name for selector in one.selectors if selector.type is SelectorType.ID)


def _place(path: list[DOMNode], ids: frozenset[str]) -> Hashable:
    """All that a selector looks at, of a node and what it stands in: of the ids those that one names."""
    place: list[Hashable] = [getattr(path[0], "app_focus", None)]
    disabled = False
    for node in path[1:]:
        place += (type(node), node._id if node._id in ids else None, frozenset(node._classes))
        if isinstance(node, Widget):
            disabled = disabled or node.disabled
            place += (node.mouse_hover, node.has_focus, disabled, node.can_focus)
    return tuple(place)
