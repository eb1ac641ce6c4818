// Loaded first into every child of `npm start`: when the parent is gone, however it went, the child goes too. The
// child's own children get the same argument from it, and mind their own channels.
if (process.channel && process.env.EVENKEEL_PARENT === String(process.ppid)) {
  process.channel.unref();
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), 10_000).unref();
    process.kill(process.pid, 'SIGTERM');
  });
}
