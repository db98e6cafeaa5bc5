/** Oldest Node that runs the developer commands (package.json `engines` says the same). */
export const oldestNode = '20.19.0'

/**
 * A sentence when this Node is too old to build with, else undefined.
 *
 * @param {string} version e.g. `20.20.0`
 * @returns {string | undefined}
 */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode.split('.').map(Number)
  const enough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
  return enough
    ? undefined
    : `Node ${version} is too old: Yichuang needs Node ${oldestNode} or later (https://nodejs.org).`
}
