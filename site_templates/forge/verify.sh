# shellcheck shell=sh
test -n "${HOCBA_GOC-}" || { echo "Chưa đặt biến HOCBA_GOC: không có tờ gốc thì không kết luận được." >&2; exit 3; }
printf '%s\n' "$(printf '%s' "$HOCBA_GOC" | tr -d '\r')" | hocba verify . --root /dev/stdin --no-cache
