#!/usr/bin/env bash
# Usage: .github/package.sh FOLDER native|ready-to-run x86_64|arm64
# Builds the function from the folder src alone and writes into FOLDER what a user can deploy without building: a zip and
# the template that names it. The same source gives the same bytes: files in order, without the times and users of this machine.
set -euo pipefail
[ $# = 3 ] || { sed -n 2,4p "$0" | cut -c3- >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd) code=$2 architecture=$3
cd "$(dirname "$0")/.."
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' src/Directory.Build.props)
name=impressions-$version-$architecture-$code

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make -C src build-ImpressionsFunction ARTIFACTS_DIR="$work" CODE="$code" ARCHITECTURE="$architecture"

rm -f "$out/$name.zip"
cd "$work"
find . -type f -exec chmod 644 {} + -exec touch -d 1980-01-01T00:00:00Z {} +
[ "$code" = ready-to-run ] || chmod 755 Impressions
find . -type f | LC_ALL=C sort | TZ=UTC zip -q -X -@ "$out/$name.zip"
cd - >/dev/null

# Deployed as it is: nothing is to be built, and the architecture is the zip's.
sed -e "s|^      CodeUri: src .*|      CodeUri: $name.zip|" \
  -e '/^    Metadata:$/,/^      BuildMethod: makefile/d' \
  -e "/^  Architecture:$/,/Default:/s|Default: .*|Default: $architecture|" template.yaml >"$out/$name.yaml"
grep -q "CodeUri: $name.zip" "$out/$name.yaml"
(cd "$out" && sha256sum "$name.zip" "$name.yaml")
