#!/usr/bin/env bash
# Does the model notice? Each patch in tests/mistakes is one deliberate mistake; put into
# a copy of the sources, it must make the model fail. A patch that no longer applies, does
# not build or is not noticed is told, and the script fails.
#
# usage: tests/mistakes.sh [NAME...]
# TT_HISTORIES says how many histories are tried for each (usually 1000).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
# A target folder of its own: the command built from a mistake must never be taken for the
# real one by other tests. It is kept, so that only what a patch changes is built anew.
export CARGO_TARGET_DIR="$root/target/mistakes"
export TT_HISTORIES="${TT_HISTORIES:-1000}"
tree="$CARGO_TARGET_DIR/tree"
log="$CARGO_TARGET_DIR/mistakes.log"
rm -rf "$tree"
mkdir -p "$tree"
git ls-files -z -- Cargo.toml Cargo.lock build.rs .cargo src tests/model benches \
    completions man tests/suite tests/support | xargs -0 cp --parents -t "$tree"
cd "$tree"
git init -q

model() {
    RUST_BACKTRACE=0 cargo test --locked --test model
}

patches=("$root"/tests/mistakes/*.patch)
if [ "$#" -gt 0 ]; then
    patches=("${@/#/$root/tests/mistakes/}")
    patches=("${patches[@]/%/.patch}")
fi
# What fails without a mistake proves nothing.
if ! model >"$log" 2>&1; then
    echo "the model fails as it is (see $log)"
    exit 1
fi
wrong=0
for patch in "${patches[@]}"; do
    name=$(basename "$patch" .patch)
    if ! git apply --check "$patch"; then
        echo "$name: DOES NOT APPLY"
        wrong=1
        continue
    fi
    git apply "$patch"
    if ! cargo test --locked --test model --no-run >"$log" 2>&1; then
        echo "$name: DOES NOT BUILD (see $log)"
        wrong=1
    elif model >"$log" 2>&1; then
        echo "$name: NOT NOTICED"
        wrong=1
    else
        echo "$name: noticed, by"
        sed -n '/^seed /,/^note: /p; /scenarios.rs:/{n;p}' "$log" | grep -v '^note: \|^stack' | head -8 | cut -c1-160 | sed 's/^/    /' || true
    fi
    git apply -R "$patch"
done
exit "$wrong"
