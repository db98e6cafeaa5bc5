export { default as HandOverView } from './HandOverView.vue'
export { default as TakeOverView } from './TakeOverView.vue'
