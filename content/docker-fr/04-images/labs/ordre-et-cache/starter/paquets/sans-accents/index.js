// cle("Hôtel de Ville") donne « hotel de ville ».
export function cle(nom) {
  return nom.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
