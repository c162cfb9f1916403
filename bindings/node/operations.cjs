// Made by bindings/generate.py; not to be edited.
'use strict';

exports.operations = {
  auth: ['register', 'resendVerification', 'verifyEmail', 'login', 'refresh', 'logout', 'me'],
  kyc: ['start', 'status', 'uploadUrl', 'addDocument', 'submit', 'providerMetadata', 'history', 'reviewQueue', 'previewDocument', 'review'],
  jobs: ['list', 'find', 'saved', 'save', 'unsave', 'adminList', 'create', 'bulk', 'publish', 'unpublish', 'schedule', 'update', 'delete'],
  feed: ['list', 'saved', 'save', 'unsave', 'adminList', 'create', 'bulk', 'publish', 'unpublish', 'schedule', 'update', 'delete'],
  profile: ['get', 'update', 'getLegacy', 'checklist', 'requestFinalCheck'],
  applications: ['apply', 'listOwn', 'ownJourney', 'acceptOffer', 'declineOffer', 'list', 'find', 'journey', 'changeStatus', 'uploadUrl', 'addDocument', 'ownDocuments', 'documents', 'reviewDocument', 'previewDocument'],
  organizations: ['create', 'submitVerification', 'verificationStatus', 'list', 'decideVerification'],
  admin: ['users', 'createUser', 'user', 'updateUser', 'userProfile', 'userKycHistory', 'overview', 'activity', 'auditEvents', 'cases', 'caseAction'],
  host: ['health', 'ready', 'metrics', 'openapi'],
};
