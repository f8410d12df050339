# shellcheck shell=sh
test -n "${HOCBA_GOC-}" || { echo "Chưa đặt biến HOCBA_GOC: không có tờ gốc thì mọi trang là bản nháp." >&2; exit 3; }
printf '%s\n' "$(printf '%s' "$HOCBA_GOC" | tr -d '\r')" |
    hocba build pdf --year "$NAM" --class "$LOP" --duplex --root /dev/stdin -o "$HOME/hoc-ba-in"
