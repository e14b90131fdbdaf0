// Health check of a container: 0 when the address given answers with 2xx within four seconds.
fetch(process.argv[2], { signal: AbortSignal.timeout(4_000) }).then(
  (answer) => process.exit(answer.ok ? 0 : 1),
  () => process.exit(1),
);
