-- For wrk: sends the tokens of a file in turn, if one is named, and prints the figures in one line at the end.

function init(arguments)
  if not arguments[1] then
    return
  end
  local requests = {}
  for token in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format(nil, nil, { ["Authorization"] = "Bearer " .. token })
  end
  local turn = 0
  -- Only with this function wrk asks before each request.
  request = function()
    turn = turn % #requests + 1
    return requests[turn]
  end
end

function done(summary, latency)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("figures %d %d %d %d %d\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99)))
end
