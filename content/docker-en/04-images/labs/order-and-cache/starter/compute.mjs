// Works out the shortest journey between all the stops of the network: compute.mjs TIMETABLE DESTINATION
// Each line of the timetable says "route;stop;minutes since the previous one".
import { readFileSync, writeFileSync } from "node:fs";

const [source, destination] = process.argv.slice(2);
const lines = readFileSync(source, "utf8").trim().split("\n").map((line) => line.split(";"));
const stops = [...new Set(lines.map(([, stop]) => stop))];
const place = new Map(stops.map((stop, number) => [stop, number]));
const n = stops.length;
const times = new Float64Array(n * n).fill(Infinity);

lines.forEach(([route, stop, minutes], number) => {
  const here = place.get(stop);
  times[here * n + here] = 0;
  const previous = lines[number - 1];
  if (previous?.[0] === route) {
    const there = place.get(previous[1]);
    times[here * n + there] = times[there * n + here] = Math.min(times[here * n + there], Number(minutes));
  }
});

// Floyd and Warshall: does going through k make the way from i to j any shorter?
for (let k = 0; k < n; k++)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const detour = times[i * n + k] + times[k * n + j];
      if (detour < times[i * n + j]) times[i * n + j] = detour;
    }

const journeys = stops.map((_, i) => Array.from(times.subarray(i * n, (i + 1) * n), (t) => (t < Infinity ? t : null)));
writeFileSync(destination, JSON.stringify({ stops, journeys }));
console.log(`${n} stops, ${n * n} journeys worked out`);
