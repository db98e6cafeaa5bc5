import type { BlindIndex } from './blind-index.ts'
import type { SearchRow } from './database.ts'
import { piecesOf, searchedTexts } from './search-terms.ts'
import type { StoredDetails } from './stored-details.ts'

/** Makes the index row of an intake. */
export async function searchRowOf(
  index: BlindIndex,
  { intake }: Pick<StoredDetails, 'intake'>,
): Promise<SearchRow> {
  const row = { id: intake.intakeId, operatorId: intake.operator.id }
  const tokens = await index.tokensOf(row, piecesOf(searchedTexts(intake)))
  return { intakeId: row.id, keyId: index.keyId, tokens }
}
