#!/bin/sh
# What a department's system does with one case, with curl alone: token, feed, case, file by ticket, report, status.
#   PLATFORM=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… sh walk.sh [NUMBER]
# Without a NUMBER it takes the newest case of the feed. The same in Python: walk.py.
set -eu
: "${PLATFORM:?the platform's address}" "${CLIENT_ID:?}" "${CLIENT_SECRET:?}"
api="$PLATFORM/api/exchange"

# field NAME: print one field of the JSON that comes in
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
# ask ARGUMENTS…: curl with our token; a refusal ends the script and its problem details are printed
ask() { curl --silent --show-error --fail-with-body -H "Authorization: Bearer $token" "$@"; }

token=$(curl --silent --show-error --fail-with-body -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials "$api/token" | field access_token)

number=${1:-$(ask "$api/feed?limit=100" | python3 -c 'import json, sys; print(json.load(sys.stdin)["events"][-1]["subject"])')}
echo "case $number"
ask "$api/cases/$number" >case.json
python3 -c 'import json; case = json.load(open("case.json")); print(case["matter"]["name"], case["state_name"], len(case["materials"]), "materials")'

file=$(python3 -c 'import json; print(next((f["id"] for m in json.load(open("case.json"))["materials"] for f in m["files"]), ""))')
if [ -n "$file" ]; then
  url=$(ask -H 'Content-Type: application/json' -d '{"purpose": "审查材料"}' "$api/cases/$number/files/$file/tickets" | field url)
  ask -o page.bin "$url"
  echo "file $file: $(wc -c <page.bin) bytes"
fi

ask -H 'Content-Type: application/json' "$api/cases/$number/events" -d '{
  "id": "'"$(python3 -c 'import uuid; print(uuid.uuid4())')"'", "type": "node_changed", "time": "'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'",
  "data": {"handler": {"id": "o1", "name": "赵审查"}, "node": "check", "name": "资料审查"}}' >/dev/null
echo "state $(ask "$api/cases/$number/status" | field state_name)"
