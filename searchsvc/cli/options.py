"""What the commands share: settings as options, errors as sentences, a place on the terminal."""

from __future__ import annotations

import functools
import signal
from collections.abc import Callable
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, ProgressColumn
from rich.text import Text

from searchsvc.errors import InputError, SearchsvcError, SettingsError
from searchsvc.settings import SETTINGS, Setting, load

Command = Callable[..., None]


class Failure(click.ClickException):
    """A sentence on standard error, and exit code 1: something failed, or failed in part."""

    exit_code = 1


class Misuse(Failure):
    """A sentence on standard error, and exit code 2: what was asked for cannot be done."""

    exit_code = 2


class Undecided(Failure):
    """A sentence on standard error, and exit code 3: it could not be found out."""

    exit_code = 3


class Commands(click.Group):
    """A group whose commands may raise any ``SearchsvcError``: people see its sentences, no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except SearchsvcError as error:
            kind = Misuse if isinstance(error, SettingsError | InputError) else Failure
            raise kind(sentences(error)) from error
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C does not disturb the end
            raise
        except BrokenPipeError:
            raise  # click ends quietly: who reads our output has seen enough
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise Failure(f"{error.strerror or error}{where}") from error


def sentences(error: SearchsvcError) -> str:
    """The error and, a line each, the faults it names and does not say itself."""
    lines = [str(error)]
    for problem in error.problems:
        said = f"{problem.parameter} {problem.message}" in lines[0]
        if said and problem.line is None and problem.position is None:
            continue
        where = [problem.parameter] if problem.parameter else []
        where += [f"line {problem.line}"] if problem.line is not None else []
        where += [f"character {problem.position + 1}"] if problem.position is not None else []
        lines.append(f"  {', '.join(where)}: {problem.message}" if where else f"  {problem.message}")
    return "\n".join(lines)


def with_settings(*names: str) -> Callable[[Command], Command]:
    """Give a command the options of these settings, and ``settings`` as its first argument."""

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def run(**parameters: Any) -> Any:
            overrides = {name: parameters.pop(name) for name in names}
            return command(load(overrides), **parameters)

        decorated: Command = run
        for setting in reversed([setting for setting in SETTINGS if setting.name in names]):
            decorated = click.option(
                "--" + setting.name.replace("_", "-"),
                setting.name,
                metavar=_metavar(setting),
                help=f"{_capital(setting.help)}. [{setting.variable}; {shown_default(setting)}]",
            )(decorated)
        return decorated

    return decorate


def shown_default(setting: Setting) -> str:
    """The default as people read it; that of workers depends on the machine."""
    return "the number of cores" if setting.name == "workers" else str(setting.default)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _metavar(setting: Setting) -> str:
    if setting.words:
        return "|".join(setting.words)
    if isinstance(setting.default, int):
        return "NUMBER"
    return {"host": "ADDRESS", "spool": "FOLDER"}.get(setting.name, "URL")


_CONTROLS = {code: code + 0x2400 for code in range(32) if chr(code) not in "\t\n"} | {127: 0x2421}
_CONTROLS |= dict.fromkeys(range(128, 160), 0xFFFD)


def harmless(text: str) -> str:
    """``text`` as a terminal may have it: names of files and words of articles are others', and characters
    that move the cursor, or do worse, become pictures of themselves (U+2400 and on)."""
    return text.translate(_CONTROLS)


class _Terminal(Console):
    def print(self, *objects: Any, **options: Any) -> None:
        for each in objects:
            if isinstance(each, Text):
                each.plain = harmless(each.plain)
        super().print(*objects, **options)


def terminal(*, stderr: bool = False) -> Console:
    """Where to print. Colours and progress only on a terminal; NO_COLOR is obeyed by rich."""
    return _Terminal(stderr=stderr, highlight=False, soft_wrap=True)


def progress(*columns: ProgressColumn) -> Progress:
    """A progress bar on standard error, gone when done; nothing at all where that is no terminal."""
    console = terminal(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
