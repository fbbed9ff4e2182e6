import time
from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.text.diff import MAX_LINES, Kind, Segment, line_diff

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "Hund"]), max_size=30)


def test_a_changed_line_is_shown_old_before_new() -> None:
    assert line_diff("eins\nzwei\ndrei", "eins\n2\ndrei\nvier") == [
        Segment(Kind.SAME, "eins"),
        Segment(Kind.REMOVED, "zwei"),
        Segment(Kind.ADDED, "2"),
        Segment(Kind.SAME, "drei"),
        Segment(Kind.ADDED, "vier"),
    ]


def test_equal_texts_are_one_segment() -> None:
    assert line_diff("a\nb", "a\nb") == [Segment(Kind.SAME, "a\nb")]
    assert line_diff("", "") == []


@given(LINES, LINES)
def test_the_segments_give_both_texts_back(old: list[str], new: list[str]) -> None:
    segments = line_diff("\n".join(old), "\n".join(new))
    for without, expected in ((Kind.ADDED, old), (Kind.REMOVED, new)):
        kept = [segment.text.split("\n") for segment in segments if segment.kind is not without]
        assert list(chain.from_iterable(kept)) == "\n".join(expected).splitlines()
    kinds = [segment.kind for segment in segments]
    assert all(one != other for one, other in pairwise(kinds))


def test_long_texts_are_compared_by_their_changed_middle() -> None:
    old = "\n".join(f"Zeile {number}" for number in range(50_000))
    new = old.replace("Zeile 25000\n", "Zeile neu\n")
    assert [segment.kind for segment in line_diff(old, new)] == [
        Kind.SAME,
        Kind.REMOVED,
        Kind.ADDED,
        Kind.SAME,
    ]


def test_hostile_texts_are_compared_in_bounded_time() -> None:
    started = time.process_time()
    line_diff("a\nb\n" * (MAX_LINES // 2), "b\nb\na\n" * (MAX_LINES // 3))
    line_diff("\n".join(map(str, range(MAX_LINES))), "\n".join(map(str, reversed(range(MAX_LINES)))))
    assert [segment.kind for segment in line_diff("x\n" * 100_000, "y\n" * 100_000)] == [
        Kind.REMOVED,
        Kind.ADDED,
    ]
    assert time.process_time() - started < 5
