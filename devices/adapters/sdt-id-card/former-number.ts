/**
 * The 15-character number that the holder of a 2023 foreigner's card ('Y') had on the edition before, made from the new
 * number and the three link characters on the chip (devices.md A6):
 *
 *     country(3) │ number 2–3 │ link 1–2 │ number 9–14 │ link 3 │ check
 *
 * @returns null where the card does not hold what it takes
 */
export function toFormerNumber(country: string, number: string, link: string): string | null {
  if (!/^[A-Z]{3}$/.test(country) || !/^\d{17}[\dX]$/.test(number) || !/^\d{3}$/.test(link)) return null
  const body = country + number.slice(1, 3) + link.slice(0, 2) + number.slice(8, 14) + link.slice(2)
  return body + travelDocumentCheck(body)
}

/** The check digit of machine-readable travel documents: weights 7 3 1, A = 10 … Z = 35. */
function travelDocumentCheck(body: string): string {
  const weights = [7, 3, 1]
  const sum = [...body].reduce(
    (total, one, index) => total + parseInt(one, 36) * (weights[index % 3] ?? 0),
    0,
  )
  return String(sum % 10)
}
