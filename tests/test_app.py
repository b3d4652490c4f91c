"""The wiring."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchsvc.app import EXTENSION, create_app, from_environment
from searchsvc.errors import SettingsError
from searchsvc.settings import Settings


def test_the_parts_are_wired_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCHSVC_STORE", f"sqlite:///{tmp_path}/new/articles.db")
    monkeypatch.setenv("SEARCHSVC_ENGINE", f"whoosh:{tmp_path}/index")
    monkeypatch.setenv("SEARCHSVC_SPOOL", f"{tmp_path}/spool")
    app = from_environment()
    try:
        assert (tmp_path / "new" / "articles.db").exists()
        assert app.extensions[EXTENSION].settings.spool == f"{tmp_path}/spool"
        assert app.test_client().get("/v1/search").json["total"]["value"] == 0
    finally:
        app.extensions[EXTENSION].close()


@pytest.mark.parametrize(
    ("setting", "value"), [("store", "nonsense"), ("engine", "lucene:index"), ("host", "0.0.0.0")]
)
def test_a_setting_that_cannot_work_is_named(tmp_path: Path, setting: str, value: str) -> None:
    given = {"store": f"sqlite:///{tmp_path}/articles.db", "engine": f"whoosh:{tmp_path}/index"}
    with pytest.raises(SettingsError, match=f"^{setting} is {value!r}"):
        create_app(Settings(**given | {setting: value}))
