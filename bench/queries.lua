-- wrk's side of bench/service.py: asks the paths of a file in turn, and prints what was measured as JSON.

local asked = {}
local place = 0

function init(arguments)
   for path in io.lines(arguments[1]) do
      asked[#asked + 1] = wrk.format("GET", path)
   end
end

function request()
   place = place % #asked + 1
   return asked[place]
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '{"p50": %.3f, "p95": %.3f, "p99": %.3f, "requests": %d, "seconds": %.3f, "failed": %d}\n',
      latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
      summary.requests, summary.duration / 1e6,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
