// Turns degrees Celsius into Fahrenheit: convert.js NUMBER, --version or --check.
const version = process.env.APP_VERSION ?? "";
const [argument] = process.argv.slice(2);

function fail(message) {
  console.error(`convert: ${message}`);
  process.exit(1);
}

if (argument === "--version") {
  console.log(version);
} else if (argument === "--check") {
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    fail(`APP_VERSION is "${version}", a version such as 2.1.0 was expected`);
  }
  console.log(`convert ${version}: ready`);
} else if (argument === undefined || Number.isNaN(Number(argument))) {
  fail("give a number of degrees Celsius, for example 21.5");
} else {
  console.log(`${((Number(argument) * 9) / 5 + 32).toFixed(1)} °F`);
}
