export { default as TasksDrawer } from './TasksDrawer.vue'
export { useTaskArrivals } from './use-task-arrivals.ts'
