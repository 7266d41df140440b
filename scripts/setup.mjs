import { setUp } from './lib/set-up.mjs';

try {
  const started = performance.now();
  const { browser, advice } = await setUp();
  if (advice) {
    console.error(advice);
    process.exitCode = 1;
  } else {
    console.log(`Ready in ${((performance.now() - started) / 1000).toFixed(1)} s. Browser: ${browser}`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
