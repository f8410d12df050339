# shellcheck shell=sh
case $NAM in
20[0-9][0-9]-20[0-9][0-9]) cd "records/$NAM" ;;
*) echo "Năm học ghi như 2025-2026." >&2; exit 2 ;;
esac
found=
for one in */lop.yaml; do
    one=${one%/lop.yaml}
    case $one in
    *[!a-z0-9.-]*) echo "Tên lớp lạ, không in." >&2; exit 1 ;;
    esac
    found="$found,\"$one\""
done
echo "lop=[${found#,}]" >> "$GITHUB_OUTPUT"
