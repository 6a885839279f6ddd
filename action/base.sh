#!/usr/bin/env bash
# Checks the base of a pull request out beside the repository. BASE is its commit; the output `folder` says where it is.
set -euo pipefail
folder="$RUNNER_TEMP/asm-blueprints-base"
git fetch --quiet --depth=1 origin "$BASE"
git worktree remove --force "$folder" 2>/dev/null || true
git worktree add --quiet --detach "$folder" FETCH_HEAD
echo "folder=$folder" >>"$GITHUB_OUTPUT"
