// GET /?from=Station North&to=Museum East answers how long that takes. Reads connections.json in its own folder.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { duration } from "durations";
import { key } from "plain-names";

const { stops, journeys } = JSON.parse(readFileSync(new URL("connections.json", import.meta.url), "utf8"));
const place = new Map(stops.map((stop, number) => [key(stop), number]));

createServer((request, response) => {
  const query = new URL(request.url, "http://localhost").searchParams;
  const [from, to] = ["from", "to"].map((name) => place.get(key(query.get(name) ?? "")));
  const minutes = journeys[from]?.[to];
  response.writeHead(minutes == null ? 404 : 200, { "Content-Type": "text/plain; charset=utf-8" });
  response.end(minutes == null ? "No journey known.\n" : `${duration(minutes)}\n`);
}).listen(8000);
