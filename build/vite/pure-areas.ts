/**
 * Areas that only say what things are (build/eslint.config.js lets them import nobody): what a bundle does not use of
 * them stays out of it. Their schemas would otherwise be made at every start, used or not.
 */
export const pureAreas = {
  moduleSideEffects: [
    {
      test: /[\\/](?:electron[\\/]contract|devices[\\/]contract|sync[\\/](?:model|audit|packet|outbox|api))[\\/]/,
      sideEffects: false,
    },
  ],
}
