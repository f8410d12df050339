"""A pupil's locked year as a Verifiable Credential, signed by a key of the school; and such credentials checked."""
