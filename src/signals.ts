/**
 * A signal that is aborted when the process is asked to end: a cancelled job gets SIGINT, then SIGTERM. The second time the process ends at
 * once. The listeners stay: a library that tidies up the terminal ends the process where it finds no listener but its own.
 */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  const asked = new Set<NodeJS.Signals>();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (asked.has(name)) process.exit(1);
      asked.add(name);
      controller.abort(new Error(`stopped by ${name}`));
    });
  }
  return controller.signal;
}
