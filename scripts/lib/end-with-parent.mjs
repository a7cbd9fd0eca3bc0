// Loaded into every program we start: when the process that started it is gone, however it went, so is this.
const parent = process.ppid

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
}, 500).unref()
