"""The language of the process: that of its environment."""

import os
import re

from pipeline.i18n.messages import Parameter, languages, text


def find_language() -> str:
    """Return the language of LANGUAGE, LC_ALL, LC_MESSAGES or LANG, the first that is set; English if it has no texts."""
    locale = next(
        (os.environ[name] for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    language = re.split("[-_.:@]", locale.lower())[0]
    return language if language in languages() else languages()[0]


def localize(key: str, **parameters: Parameter) -> str:
    """Return `text` in the language of the process."""
    return text(find_language(), key, **parameters)
