"""German and English are complete: every sentence has English, and the compiled catalogue is the written one."""

import ast
from collections.abc import Iterator
from itertools import chain

from registry.translations.catalogue import KEYWORDS, MO, as_mo, collect, missing, stored
from tests.architecture.source import calls, modules


def test_every_sentence_has_english_with_its_placeholders() -> None:
    catalog = stored()
    catalog.update(collect(), no_fuzzy_matching=True)
    assert missing(catalog) == []


def test_no_translation_is_left_over() -> None:
    wanted = {message.id for message in collect()}
    assert {message.id for message in stored()} - wanted == set()


def test_compiled_catalogue_is_the_written_one() -> None:
    assert MO.read_bytes() == as_mo(stored())


def test_every_marked_sentence_is_collected() -> None:
    """The extraction does not look into f-strings, for instance; a sentence marked there would stay German."""
    collected = {text for message in collect() for text in _forms(message.id)}
    assert [text for text in _marked() if text not in collected] == []


def _forms(message_id: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (message_id,) if isinstance(message_id, str) else tuple(message_id)


def _marked() -> Iterator[str]:
    for call, name in chain.from_iterable(calls(path) for path in modules()):
        if name in KEYWORDS:
            texts = [item.value for item in call.args if isinstance(item, ast.Constant)]
            yield from (text for text in texts if isinstance(text, str))
