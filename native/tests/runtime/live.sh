#!/bin/sh
# live.sh OLD NEW OUT: a game whose program is exchanged while it runs ends like the new program that ran from the start,
# and keeps all that the change does not reach.
set -eu
old=$1 new=$2 out=$3
rm -rf "$out"
mkdir -p "$out"
cp "$(dirname "$old")"/libraylib* "$out/"
cp "$old" "$out/game"
echo 1 > "$out/stamp"
flags="--headless --autostart --mute --bot goal --seed 5 --frames 20000"
"$out/game" $flags --glances 200 --live "$out/stamp" --state "$out/live.json" 2> "$out/said" &
game=$!
until grep -qs glance "$out/said"; do
  kill -0 $game
  sleep 0.01
done
cp "$new" "$out/game.new"
mv "$out/game.new" "$out/game"
echo 12 > "$out/stamp"
wait $game
grep -q "It goes on at step" "$out/said" || { echo "the program was not exchanged"; exit 1; }
"$new" $flags --state "$out/new.json" 2> "$out/said_new"
cmp "$out/live.json" "$out/new.json"
"$old" $flags --state "$out/old.json" 2> "$out/said_old"
! cmp -s "$out/live.json" "$out/old.json" || { echo "the change made no difference"; exit 1; }
