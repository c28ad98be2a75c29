export { findTopicDrift, prepareTopics, topicSpec, wantedTopics } from './prepare-topics.js';
