"""The keeper: a process beside the engine that builds for workers which have no rights of their own.

In compose only the engine's container may mount, make control groups and speak with the engine; it has no way to the
database, to Redis or to any secret. A worker has those and nothing else. It says over a Unix socket what to build
for which lab, hears what happens while it does, and is told what was built. It can ask for nothing else: no container,
no mount, no daemon of another submission. On one machine without compose nobody needs it: KEEPER is empty, and the
worker builds itself.

`wire` is what is said, `client` is the worker's side, `server` the engine's.
"""
