"""Functions in limited children: what they may use, what they cannot see, how they end."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from registry.core import limited
from registry.core.limited import Breach, LimitedCallFailed, ProcessLimits, measure_limited, run_limited
from tests.core import limited_functions as functions

SHORT = ProcessLimits(wall_s=1.0, cpu_s=5)


def breach_of(function, *args, limits=SHORT) -> Breach:
    with pytest.raises(LimitedCallFailed) as failure:
        run_limited(function, *args, limits=limits)
    return failure.value.breach


def test_answers_come_back():
    assert run_limited(functions.echo, {"a": [1, None, "ä\ud800"]}) == {"a": [1, None, "ä\ud800"]}


def test_bytes_go_in_as_they_are():
    assert run_limited(functions.length_of, bytes(range(256)) * 10_000) == 2_560_000


def test_every_call_has_a_process_of_its_own():
    assert len({run_limited(functions.process) for _ in range(5)}) == 5


def test_what_one_call_leaves_behind_the_next_does_not_see():
    assert [run_limited(functions.remember, at) for at in range(3)] == [[0], [1], [2]]


def test_endless_work_is_stopped_by_cpu_time():
    started = time.monotonic()
    assert breach_of(functions.spin, limits=ProcessLimits(wall_s=30, cpu_s=1)) is Breach.TIME
    assert time.monotonic() - started < 10


def test_endless_waiting_is_stopped_by_wall_time():
    started = time.monotonic()
    assert breach_of(functions.wait) is Breach.TIME
    assert time.monotonic() - started < 3


def test_too_much_memory_is_refused():
    limits = ProcessLimits(memory_bytes=256 * limited.MEBIBYTE)
    assert breach_of(functions.allocate, 1024 * limited.MEBIBYTE, limits=limits) is Breach.MEMORY


def test_too_long_an_answer_is_refused():
    assert breach_of(functions.letters, 2_000_000, limits=ProcessLimits(result_bytes=1_000_000)) is Breach.RESULT


def test_a_crash_is_no_crash_here():
    assert breach_of(functions.crash) is Breach.CRASH
    assert run_limited(functions.echo, 1) == 1


def test_an_error_is_told_by_type_and_place_but_not_by_its_text():
    with pytest.raises(LimitedCallFailed) as failure:
        run_limited(functions.fail, "geheim")
    assert failure.value.breach is Breach.ERROR
    assert failure.value.detail.startswith("ValueError in fail:")
    assert "geheim" not in str(failure.value)


def test_endless_recursion_is_an_error():
    assert breach_of(functions.recurse) in {Breach.ERROR, Breach.MEMORY}


def test_no_environment_reaches_the_child(monkeypatch):
    monkeypatch.setenv("REGISTRY_SECRET_KEY", "geheim")
    limited.close_all()
    assert "REGISTRY_SECRET_KEY" not in run_limited(functions.environment)


def test_no_open_file_reaches_the_child(tmp_path):
    with (tmp_path / "offen").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        limited.close_all()
        assert run_limited(functions.open_files) == []


def test_the_child_cannot_write_files(tmp_path):
    assert run_limited(functions.write, str(tmp_path / "neu")) in {"OSError", "SIGXFSZ"}
    assert not (tmp_path / "neu").exists() or (tmp_path / "neu").stat().st_size == 0


def test_a_killed_nursery_is_replaced():
    run_limited(functions.echo, 1)
    nursery = limited._nurseries[functions.__name__]
    nursery.process.kill()
    nursery.process.wait()
    assert run_limited(functions.echo, 2) == 2


def test_many_threads_may_call_at_once():
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda at: run_limited(functions.echo, at), range(40))) == list(range(40))


def test_a_forked_server_starts_its_own_nursery():
    run_limited(functions.echo, 1)
    before = limited._nurseries[functions.__name__].process.pid
    limited_pid, nursery_pid = functions.in_fork(lambda: (run_limited(functions.parent), os.getpid()))
    assert limited_pid != before
    assert nursery_pid != os.getpid()
    assert run_limited(functions.parent) == before


def test_what_was_used_is_measured():
    measured = measure_limited(functions.letters, 10_000_000)
    assert len(measured.result) == 10_000_000
    assert measured.peak_bytes > 10_000_000
    assert measured.cpu_s >= 0


def test_a_warm_call_takes_a_fork_not_a_start():
    limited.warm_up(functions.__name__)
    run_limited(functions.echo, 0)
    started = time.perf_counter()
    for at in range(20):
        run_limited(functions.echo, at)
    assert (time.perf_counter() - started) / 20 < 0.05
