# shellcheck shell=sh
rm -rf kho
git init --quiet --initial-branch=main kho
git -C kho remote add origin "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git"
GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraHeader
GIT_CONFIG_VALUE_0="Authorization: Basic $(printf 'x:%s' "$TOKEN" | base64 | tr -d '\n')"
export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
git -C kho fetch --quiet --no-tags origin "$WANTED"
