"""The settings: defaults, the environment, overrides, and what is refused."""

from __future__ import annotations

import os
from dataclasses import asdict

import pytest

from searchsvc.errors import SettingsError
from searchsvc.settings import PREFIX, SETTINGS, Settings, export, load


def test_the_table_and_the_class_agree() -> None:
    assert asdict(Settings()) == {setting.name: setting.default for setting in SETTINGS}


def test_an_empty_environment_gives_the_defaults() -> None:
    assert load(environ={}) == Settings()


def test_the_environment_is_heard_and_other_programs_variables_are_not() -> None:
    environ = {
        "SEARCHSVC_STORE": "sqlite:////srv/wire/articles.db",
        "SEARCHSVC_ENGINE": "whoosh:/srv/wire/index",
        "SEARCHSVC_SPOOL": "/srv/wire/spool",
        "SEARCHSVC_HOST": "::1",
        "SEARCHSVC_PORT": "9000",
        "SEARCHSVC_WORKERS": "3",
        "SEARCHSVC_THREADS": "5",
        "SEARCHSVC_KERNELS": "plain",
        "SEARCHSVC_KERNEL_CACHE": "/var/cache/searchsvc",
        "SEARCHSVC_LOG_LEVEL": "info",
        "SEARCHSVC_TEST_DATA": "/data",
        "PORT": "1",
    }
    assert load(environ=environ) == Settings(
        store="sqlite:////srv/wire/articles.db",
        engine="whoosh:/srv/wire/index",
        spool="/srv/wire/spool",
        host="::1",
        port=9000,
        workers=3,
        threads=5,
        kernels="plain",
        kernel_cache="/var/cache/searchsvc",
        log_level="info",
    )


def test_overrides_win_and_none_is_no_override() -> None:
    loaded = load({"port": 1234, "host": None}, environ={"SEARCHSVC_PORT": "1", "SEARCHSVC_HOST": "::1"})
    assert (loaded.port, loaded.host) == (1234, "::1")


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        (
            "SEARCHSVC_PROT",
            "80",
            "SEARCHSVC_PROT is not a setting; the settings are "
            "store, engine, spool, host, port, workers, threads, kernels, kernel_cache, log_level",
        ),
        ("SEARCHSVC_PORT", "http", "port is 'http'; use a whole number"),
        ("SEARCHSVC_PORT", "", "port is ''; use a whole number"),
        ("SEARCHSVC_PORT", "65536", "port is 65536; use 0 to 65535"),
        ("SEARCHSVC_PORT", "-1", "port is -1; use 0 to 65535"),
        ("SEARCHSVC_WORKERS", "0", "workers is 0; use 1 to 256"),
        ("SEARCHSVC_THREADS", "257", "threads is 257; use 1 to 256"),
        ("SEARCHSVC_LOG_LEVEL", "loud", "log_level is 'loud'; use debug, info, warning or error"),
        (
            "SEARCHSVC_STORE",
            " ",
            "store is empty; leave SEARCHSVC_STORE out for 'sqlite:///instance/articles.db'",
        ),
    ],
)
def test_what_cannot_work_is_refused_with_a_sentence(variable: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environ={variable: value})
    assert str(caught.value) == message


def test_exported_settings_are_loaded_again_by_child_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.setenv(setting.variable, "so that the test's end puts the old state back")
    settings = Settings(store="sqlite:///x.db", port=0, workers=7, log_level="debug")
    export(settings)
    assert {name for name in os.environ if name.startswith(PREFIX)} >= {s.variable for s in SETTINGS}
    assert load() == settings
