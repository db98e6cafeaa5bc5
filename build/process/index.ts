export { startChild, type Child, type ChildExit, type ChildOptions } from './child.ts'
export { forgetGroup, guardGroup } from './orphan-guard.ts'
export { atShutdown, closeAll } from './shutdown.ts'
