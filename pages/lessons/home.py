import streamlit as st

st.title("Unrolled")
