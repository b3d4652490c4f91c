#!/usr/bin/env bash
# The engine's tests under the other releases of Whoosh that it promises to run on, each in an environment
# of its own: .venv-whoosh-2.7.4 (the original) and .venv-whoosh3-3.54.0. Takes about two minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."

PYTHON=${PYTHON:-python3}
PIP=(-m pip --disable-pip-version-check --no-input --quiet)
WHEELS=(--only-binary :all: --constraint constraints.txt)

# What the package and its tests need, but for the Whoosh that the project pins.
mapfile -t NEEDED < <("$PYTHON" - <<'LIST'
import tomllib
with open("pyproject.toml", "rb") as file:
    project = tomllib.load(file)["project"]
needed = project["dependencies"] + project["optional-dependencies"]["test"]
print(*(name for name in needed if not name.startswith("whoosh")), "cached-property", sep="\n")
LIST
)

for other in Whoosh==2.7.4 whoosh3==3.54.0; do
    environment=".venv-$(tr '[:upper:]' '[:lower:]' <<<"${other/==/-}")"
    stamp="$environment/.installed-$(sha256sum pyproject.toml constraints.txt | sha256sum | cut -c1-16)"
    if [ ! -e "$stamp" ]; then
        "$PYTHON" -m venv --clear "$environment"
        "$environment/bin/python" "${PIP[@]}" install "${WHEELS[@]}" "${NEEDED[@]}" hatchling editables
        "$environment/bin/python" "${PIP[@]}" install --only-binary :all: --no-deps "$other"
        "$environment/bin/python" "${PIP[@]}" install --no-deps --no-build-isolation --editable .
        touch "$stamp"
    fi
    printf '\n-- tests/engines with %s: ' "$other"
    "$environment/bin/python" -c 'import whoosh; print(whoosh.versionstring())'
    "$environment/bin/python" -m pytest -q -p no:cacheprovider tests/engines
done
