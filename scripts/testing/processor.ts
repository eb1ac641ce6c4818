/** Milliseconds of this process's processor time that work takes: other processes do not change it, as they do the clock's. */
export async function processorMs(work: () => unknown): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}
