"""Words, numbers and dates in the user's language. Plan text is never translated."""

from tui.i18n.words import (
    LANGUAGES,
    Words,
    language_of_locale,
)

__all__ = ["LANGUAGES", "Words", "language_of_locale"]
