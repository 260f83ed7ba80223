-- Asks for the addresses of a list in turn. Each line: path, tab, cookie.
-- At the end one line of JSON; latencies in microseconds.

local ready, place = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, cookie = line:match("^([^\t]*)\t(.*)$")
    local headers = { ["Accept"] = "text/html", ["Accept-Language"] = "id" }
    if cookie ~= "" then headers["Cookie"] = cookie end
    ready[#ready + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  place = place % #ready + 1
  return ready[place]
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\n@{"requests": %d, "microseconds": %d, "p50": %d, "p95": %d, "p99": %d, ' ..
    '"bytes": %d, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(95), latency:percentile(99), summary.bytes, e.status,
    e.connect + e.read + e.write + e.timeout))
end
