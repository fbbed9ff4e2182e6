"""German and English are complete: every sentence has English, and the compiled catalogue is the written one."""

from registry.translations.catalogue import MO, as_mo, collect, missing, stored


def test_every_sentence_has_english_with_its_placeholders() -> None:
    catalog = stored()
    catalog.update(collect(), no_fuzzy_matching=True)
    assert missing(catalog) == []


def test_no_translation_is_left_over() -> None:
    wanted = {message.id for message in collect()}
    assert {message.id for message in stored()} - wanted == set()


def test_compiled_catalogue_is_the_written_one() -> None:
    assert MO.read_bytes() == as_mo(stored())
