export {
  decide,
  type Decision,
  type Doings,
  isGoodMoment,
  quietSeconds,
  type Refusal,
  type Standing,
} from './decide.ts'
export {
  type Distrust,
  type Manifest,
  readManifest,
  type Release,
  type Ring,
  rings,
  signedBytes,
} from './manifest.ts'
export { atStart, beginTrial, confirmed, startsOnTrial, type Trial, type UpdateMemory } from './trial.ts'
