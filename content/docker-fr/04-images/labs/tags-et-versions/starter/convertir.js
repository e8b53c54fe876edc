// Convertit des degrés Celsius en Fahrenheit : convertir.js NOMBRE, --version ou --verifier.
const version = process.env.APP_VERSION ?? "";
const [argument] = process.argv.slice(2);

function echouer(message) {
  console.error(`convertir : ${message}`);
  process.exit(1);
}

if (argument === "--version") {
  console.log(version);
} else if (argument === "--verifier") {
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    echouer(`APP_VERSION vaut « ${version} », une version comme 2.1.0 était attendue`);
  }
  console.log(`convertir ${version} : prêt`);
} else if (argument === undefined || Number.isNaN(Number(argument))) {
  echouer("donnez un nombre de degrés Celsius, par exemple 21.5");
} else {
  console.log(`${((Number(argument) * 9) / 5 + 32).toFixed(1)} °F`);
}
