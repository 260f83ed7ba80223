-- Hands in reports as a browser does: multipart, CSRF cookie and token, a fresh key for
-- each. A report counts when it was answered with a redirect and the card of its case.

local boundary = "lapor-bench-3f9a1c"
local prefix, cookie, token, serial = "", "", "", 0
local bodies = {}
local threads = {}
acknowledged = 0
numbers = ""

local function part(name, value)
  return "--" .. boundary .. '\r\nContent-Disposition: form-data; name="' .. name ..
    '"\r\n\r\n' .. value .. "\r\n"
end

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  prefix, cookie, token = args[2], args[3], args[4]
  wrk.headers["Content-Type"] = "multipart/form-data; boundary=" .. boundary
  wrk.headers["Cookie"] = cookie
  wrk.headers["Referer"] = args[5]
  for line in io.lines(args[1]) do
    local class, title, content, day, place, name, email, agency =
      line:match("^(.-)\t(.-)\t(.-)\t(.-)\t(.-)\t(.-)\t(.-)\t(.-)$")
    local body = part("csrfmiddlewaretoken", token) .. part("classification", class) ..
      part("title", title) .. part("content", content) ..
      part("date_of_incident", day) .. part("location", place) ..
      part("region", "") .. part("agency", agency) .. part("agency_for", agency) ..
      part("region_for", "") .. part("category", "") .. part("consent", "on")
    if name == "" then
      body = body .. part("is_anonymous", "on")
    else
      body = body .. part("name", name) .. part("email", email) .. part("phone", "")
    end
    bodies[#bodies + 1] = body
  end
end

function request()
  serial = serial + 1
  local key = prefix .. string.format("%08x", serial)
  local body = bodies[serial % #bodies + 1] .. part("key", key) ..
    "--" .. boundary .. "--\r\n"
  return wrk.format("POST", "/lapor/", nil, body)
end

function response(status, headers, body)
  local card = headers["set-cookie"] or headers["Set-Cookie"] or ""
  local number = card:match("Path=/laporan%-saya/([0-9A-Z-]+)/")
  if (status == 302 or status == 303) and number then
    acknowledged = acknowledged + 1
    numbers = numbers .. number .. " "
  end
end

function done(summary, latency, requests)
  local count, all = 0, ""
  for _, thread in ipairs(threads) do
    count = count + thread:get("acknowledged")
    all = all .. thread:get("numbers")
  end
  local e = summary.errors
  io.write(string.format(
    '\n@{"requests": %d, "microseconds": %d, "p50": %d, "p95": %d, "p99": %d, ' ..
    '"bytes": %d, "refused": %d, "broken": %d, "acknowledged": %d, "numbers": "%s"}\n',
    summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(95), latency:percentile(99), summary.bytes, e.status,
    e.connect + e.read + e.write + e.timeout, count, all))
end
