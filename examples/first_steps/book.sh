#!/bin/sh
# What a hotline's system (12345) does with a caller who wants to come, with curl alone: token, sites, slots, book, move, read, cancel.
#   PLATFORM=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… sh book.sh [NAME MOBILE [SITE BOARD]]
# The system needs the scope `appointments` and the environment `live`. The same in Python: book.py.
set -eu
: "${PLATFORM:?the platform's address}" "${CLIENT_ID:?}" "${CLIENT_SECRET:?}"
api="$PLATFORM/api/exchange" name=${1:-陈阿姨} mobile=${2:-13900000127} site=${3:-centre} board=${4:-A}

# field NAME: print one field of the JSON that comes in
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
# start N: print the N-th free start of the slots that come in
start() { python3 -c 'import json, sys; print([s["starts_at"] for d in json.load(sys.stdin)["days"] for s in d["slots"]][int(sys.argv[1])])' "$1"; }
new() { python3 -c 'import uuid; print(uuid.uuid4())'; }
# ask ARGUMENTS…: curl with our token; a refusal ends the script and its problem details are printed
ask() { curl --silent --show-error --fail-with-body -H "Authorization: Bearer $token" "$@"; }
# order PATH JSON: one write under a key of its own; repeat it with the same key and id after a lost answer
order() { ask -H 'Content-Type: application/json' -H "Idempotency-Key: $(new)" "$api/appointments$1" -d "$2"; }

token=$(curl --silent --show-error --fail-with-body -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials -d scope=appointments "$api/token" | field access_token)

ask "$api/appointments/sites" | python3 -c '
import json, sys
for site in json.load(sys.stdin):
    print("site", site["key"], site["name"], *("{board}{name}:{times}".format(**one) for one in site["offers"]))'
ask "$api/appointments/slots?site=$site&board=$board" >slots.json
booked=$(order "" '{"id": "'"$(new)"'", "site": "'"$site"'", "board": "'"$board"'", "starts_at": "'"$(start 5 <slots.json)"'", "name": "'"$name"'", "mobile": "'"$mobile"'"}')
id=$(printf %s "$booked" | field id)
echo "booked $(printf %s "$booked" | field code) $(printf %s "$booked" | field starts_at) $(printf %s "$booked" | field name)"
moved=$(order "/$id/move" '{"id": "'"$(new)"'", "starts_at": "'"$(start 8 <slots.json)"'"}')
echo "moved to $(printf %s "$moved" | field starts_at)"
echo "state $(ask "$api/appointments/$id" | field state)"
order "/$id/cancel" '{"id": "'"$(new)"'", "reason": "来电取消"}' >/dev/null
echo "state $(ask "$api/appointments/$id" | field state)"
