#!/usr/bin/env bash
# Measures whole commands against Debian's `sqlite3`, each at several sizes of
# database, and prints one table. Judges nothing.
#
#   benches/run.sh                     1,000 and 100,000 entries, 20 rounds
#   benches/run.sh 1000 100000 1000000 these sizes (a million takes minutes and 1.5 GB to fill)
#   benches/run.sh --rounds 60 1000    more rounds
#   benches/run.sh --count 1000        also system calls, syncs and instructions
#
# Measures what `cargo build --profile dist` makes. Needs cargo and sqlite3; `time` adds memory, `strace` and `valgrind` add counts.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --profile dist --locked --bin tt
TT="${CARGO_TARGET_DIR:-target}/dist/tt"
TT="$(realpath "$TT")" exec cargo bench --locked --bench commands -- "$@"
