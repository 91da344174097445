#!/usr/bin/env bash
# Installs what makes the suites run against real registries, real clients and a second Node. Every one is optional:
# what cannot be had is said in one line, and the tests that want it are skipped by name. Safe to run again.
set -uo pipefail
cd "$(dirname "$0")/.."
bin="$PWD/.cache/tools/bin"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
mkdir -p "$bin"

say() { printf '%-18s %s\n' "$1" "$2"; }

# The line of the log that says why: Go's and npm's own, not their progress.
reason() { { grep -m1 -E '^(go: [^d]|E: |npm error [^c])' "$log" || tail -n 1 "$log"; } | cut -c 1-160; }

# limited SECONDS COMMAND...: everything it prints goes to the log.
limited() {
  if command -v timeout >/dev/null; then set -- timeout "$@"; else shift; fi
  "$@" >"$log" 2>&1 </dev/null
}

as_root() { if [ "$(id -u)" -eq 0 ]; then limited "$@"; else limited "$1" sudo -n "${@:2}"; fi; }

updated=no
debian_package() { # PACKAGE PROGRAM
  if command -v "$2" >/dev/null; then say "$1" 'already there'; return; fi
  if ! command -v apt-get >/dev/null; then say "$1" 'not installed: no apt-get on this machine'; return; fi
  if ! as_root 30 true; then say "$1" 'not installed: apt-get needs root or sudo without a password'; return; fi
  if [ "$updated" = no ]; then as_root 180 apt-get update -q; updated=yes; fi
  if as_root 300 env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$1"; then
    say "$1" 'installed'
  else
    say "$1" "not installed: $(reason)"
  fi
}

# A module of our own that requires the program, because `go install PROGRAM@VERSION` asks the module proxy for more.
build_go_program() { # PACKAGE VERSION
  local folder status
  folder=$(mktemp -d)
  (
    cd "$folder" || exit 1
    limited 60 go mod init image-mirror.test/tools && limited 300 go get "$1@$2" && GOBIN="$bin" limited 900 go install "$1"
  )
  status=$?
  rm -rf "$folder"
  return "$status"
}

go_program() { # NAME MODULE PACKAGE VERSION
  if ! command -v go >/dev/null; then
    if [ -x "$bin/$1" ]; then say "$1" 'already there'; else say "$1" 'not installed: no go on this machine'; fi
  elif go version -m "$bin/$1" 2>/dev/null | grep -q "mod[[:space:]]$2[[:space:]]$4\b"; then
    say "$1" "already there ($4)"
  elif build_go_program "$3" "$4"; then
    say "$1" "installed ($4)"
  else
    say "$1" "not installed: $(reason)"
  fi
}

# Each in an environment of its own, so that what one needs is nothing to the others.
python_program() { # NAME VERSION
  local folder=".cache/python/$1"
  if "$folder/bin/$1" --version 2>/dev/null | grep -qF "$2"; then
    say "$1" "already there ($2)"
  elif ! command -v python3 >/dev/null; then
    say "$1" 'not installed: no python3 on this machine'
    return
  elif limited 60 python3 -m venv "$folder" && limited 300 "$folder/bin/pip" install --quiet "$1==$2"; then
    say "$1" "installed ($2)"
  else
    say "$1" "not installed: $(reason)"
    return
  fi
  ln -sfn "$PWD/$folder/bin/$1" "$bin/$1"
}

zot_program() { # Builds only from its own sources: its module replaces others, which Go ignores in a dependency.
  if command -v zot >/dev/null || [ -x "$bin/zot" ]; then
    say zot 'already there'
  else
    say zot 'not installed by this script: put a release into .cache/tools/bin'
  fi
}

node_24() {
  local folder=.cache/node24
  if [ "$(node -p 'process.versions.node.split(".")[0]')" = 24 ]; then
    say 'node 24' 'already there: it is what runs this'
  elif "$folder/node_modules/node/bin/node" --version 2>/dev/null | grep -q '^v24\.'; then
    say 'node 24' 'already there'
  elif limited 300 npm install --prefix "$folder" --no-audit --no-fund node@24; then
    say 'node 24' 'installed'
  else
    say 'node 24' "not installed: $(reason)"
  fi
}

debian_package docker-registry docker-registry
debian_package skopeo skopeo
debian_package time /usr/bin/time
go_program crane github.com/google/go-containerregistry github.com/google/go-containerregistry/cmd/crane v0.22.1
go_program registry github.com/distribution/distribution/v3 github.com/distribution/distribution/v3/cmd/registry v3.1.2
go_program olareg github.com/olareg/olareg github.com/olareg/olareg/cmd/olareg v0.2.1
go_program regctl github.com/regclient/regclient github.com/regclient/regclient/cmd/regctl v0.11.7
go_program regsync github.com/regclient/regclient github.com/regclient/regclient/cmd/regsync v0.11.7
go_program oras oras.land/oras oras.land/oras/cmd/oras v1.2.3
go_program act github.com/nektos/act github.com/nektos/act v0.2.89
go_program actionlint github.com/rhysd/actionlint github.com/rhysd/actionlint/cmd/actionlint v1.7.12
python_program zizmor 1.32.0
python_program check-jsonschema 0.39.0
zot_program
node_24
exit 0
