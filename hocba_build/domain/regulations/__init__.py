"""The law, one module a circular, one short function a provision."""
