// key("St. John's Café") gives "st johns cafe".
export function key(name) {
  return name.normalize("NFD").replace(/[\p{M}\p{P}]/gu, "").toLowerCase();
}
