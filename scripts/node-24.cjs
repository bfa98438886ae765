/* Preloaded before anything else is read: an older Node must say what it lacks, not fail on the first type annotation. In the syntax of old. */
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    'voice-events-gateway needs Node 24 or newer and this is ' +
      process.version +
      ': run `npm ci` without --omit=optional, which brings one that npm scripts use by themselves, or install Node 24.',
  );
  process.exit(2);
}
