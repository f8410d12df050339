# shellcheck shell=sh
program=$(command -v hocba) || { echo "Máy này chưa cài hocba $HOCBA_VERSION." >&2; exit 1; }
case $program in
"$PWD"/*) echo "hocba nằm trong kho đang được xét." >&2; exit 1 ;;
esac
test "$(hocba --version)" = "hocba, version $HOCBA_VERSION" || { echo "Cần hocba $HOCBA_VERSION, máy có bản khác." >&2; exit 1; }
